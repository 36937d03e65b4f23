import { neutralBuild } from '../../tsup.shared.js';

export default neutralBuild({ index: 'src/index.ts' });
