// tsyringe throws at import where this is missing; importing it first spares users from knowing. The lite form leaves out polyfills of
// Map and WeakMap, a kilobyte of every browser's bundle.
// oxlint-disable-next-line import/no-unassigned-import -- its effect on Reflect is what it is for
import 'reflect-metadata/lite';
