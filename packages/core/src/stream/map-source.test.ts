import { describe, expect, test } from 'vitest';
import { FakeSource } from '../../test/support/fake-source.js';
import { Recorder } from '../../test/support/recorder.js';
import { filterMapSource } from './map-source.js';
import { failingSource } from './push-source.js';

describe('filterMapSource', () => {
  test('changes values and leaves some out', () => {
    const wire = new FakeSource<number>();
    const recorder = new Recorder<string>();
    filterMapSource(wire, (value) => (value % 2 === 0 ? `even ${value}` : undefined)).subscribe(recorder);
    wire.next(1, 2, 3, 4);
    wire.complete();
    expect(recorder.heard).toEqual(['even 2', 'even 4', 'complete']);
  });

  test('passes errors on', () => {
    const recorder = new Recorder<number>();
    filterMapSource(failingSource<number>('broken'), (value) => value).subscribe(recorder);
    expect(recorder.heard).toEqual([{ error: 'broken' }]);
  });
});
