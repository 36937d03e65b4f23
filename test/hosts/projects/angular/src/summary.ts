import { Component, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { ChatService } from './chat-service';

@Component({
  selector: 'app-summary',
  template: `<p>{{ summary.value()?.text }}</p>`,
})
export class Summary {
  private readonly chat = inject(ChatService);
  readonly article = input.required<string>();
  protected readonly summary = rxResource({
    params: () => this.article(),
    stream: ({ params }) => this.chat.reply([{ role: 'user', content: `Summarize: ${params}` }]),
  });
}
