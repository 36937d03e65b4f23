import { Component, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import type { Message } from '@lmux/core';
import { accumulate } from '@lmux/rx';
import { BehaviorSubject, EMPTY, Subject, switchMap, takeUntil, tap } from 'rxjs';
import { ChatService } from './chat-service';

@Component({
  selector: 'app-chat',
  template: `
    @for (message of messages(); track $index) {
      <p [class]="message.role">{{ message.content }}</p>
    }
    @if (reply().status === 'loading') {
      <progress [value]="reply().progress"></progress>
    }
    <output>{{ reply().text }}</output>
    @if (reply().error; as error) {
      <p role="alert">{{ error.message }}</p>
    }
    <input #prompt aria-label="Prompt" />
    @if (running()) {
      <button (click)="stopped.next()">Stop</button>
    } @else {
      <button (click)="send(prompt.value); prompt.value = ''">Send</button>
    }
  `,
})
export class Chat {
  private readonly chat = inject(ChatService);
  private readonly history = new BehaviorSubject<readonly Message[]>([]);
  protected readonly stopped = new Subject<void>();
  protected readonly running = signal(false);
  protected readonly messages = toSignal(this.history, { requireSync: true });
  protected readonly reply = toSignal(
    this.history.pipe(switchMap((messages) => (messages.length === 0 ? EMPTY.pipe(accumulate()) : this.run(messages)))),
    { requireSync: true },
  );

  protected send(prompt: string): void {
    const { message, text } = this.reply();
    const last: Message[] = text === '' ? [] : [message ?? { role: 'assistant', content: text }];
    this.history.next([...this.messages(), ...last, { role: 'user', content: prompt }]);
  }

  private run(messages: readonly Message[]) {
    return this.chat
      .reply(messages)
      .pipe(
        takeUntil(this.stopped),
        tap({ subscribe: () => this.running.set(true), finalize: () => this.running.set(false) }),
      );
  }
}
