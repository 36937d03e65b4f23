import { inject, Injectable } from '@angular/core';
import type { Message } from '@lmux/core';
import { accumulate, type ChatSnapshot, rx } from '@lmux/rx';
import { animationFrameScheduler, type Observable, throttleTime } from 'rxjs';
import { LM_CLIENT } from './provide-lmux';

@Injectable({ providedIn: 'root' })
export class ChatService {
  private readonly lm = rx(inject(LM_CLIENT));

  reply(messages: readonly Message[]): Observable<ChatSnapshot> {
    return this.lm
      .chat({ messages })
      .pipe(
        accumulate({ catchErrors: true }),
        throttleTime(0, animationFrameScheduler, { leading: true, trailing: true }),
      );
  }
}
