import { Component, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { rx } from '@lmux/rx';
import { LM_CLIENT } from './provide-lmux';

@Component({
  selector: 'app-image-button',
  template: `
    @if (features()?.imageInput !== false) {
      <button>Add an image</button>
    }
  `,
})
export class ImageButton {
  protected readonly features = toSignal(rx(inject(LM_CLIENT)).modelFeatures$());
}
