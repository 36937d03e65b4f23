import { Component, signal } from '@angular/core';
import { Chat } from './chat';
import { Embedding } from './embedding';

@Component({
  selector: 'app-root',
  imports: [Chat, Embedding],
  template: `
    @if (open()) {
      <app-chat />
    }
    <button (click)="open.set(false)">Close</button>
    <app-embedding />
  `,
})
export class App {
  protected readonly open = signal(true);
}
