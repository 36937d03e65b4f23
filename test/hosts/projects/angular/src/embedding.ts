import { Component, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { rx } from '@lmux/rx';
import { LM_CLIENT } from './provide-lmux';

@Component({
  selector: 'app-embedding',
  template: `<button (click)="embed()">
    {{ dimensions() === undefined ? 'Embed' : dimensions() + ' dimensions' }}
  </button>`,
})
export class Embedding {
  private readonly lm = rx(inject(LM_CLIENT));
  private readonly destroyRef = inject(DestroyRef);
  protected readonly dimensions = signal<number | undefined>(undefined);

  protected embed(): void {
    this.lm
      .embed({ input: 'The sky is blue.' })
      .pipe(takeUntilDestroyed(this.destroyRef))
      .subscribe(({ embeddings }) => this.dimensions.set(embeddings[0]?.length));
  }
}
