// The package.json of rxjs 7.4 declares no types for its entry points. The tests use those of the newest version.
declare module 'rxjs-7.4' {
  export * from 'rxjs';
}
declare module 'rxjs-7.4/testing' {
  export * from 'rxjs/testing';
}
