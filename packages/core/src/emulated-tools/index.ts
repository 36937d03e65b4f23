// For applications in browsers and edge runtimes that want emulated tools. Other runtimes load them when they are first needed.
export { emulatedTools } from './emulated-tools.js';
