// Its package.json names no types for its doors. What the tests take from it has the newest one's.
declare module 'rxjs-7.4' {
  export * from 'rxjs';
}
declare module 'rxjs-7.4/testing' {
  export * from 'rxjs/testing';
}
