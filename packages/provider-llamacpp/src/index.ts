export { llamacpp } from './llamacpp.js';
export { capabilities as llamacppCapabilities } from './capabilities.js';
