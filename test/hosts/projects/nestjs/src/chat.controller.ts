import type { ServerResponse } from 'node:http';
import { LM_CLIENT, type ChatRequest, type EmbeddingRequest, type EmbeddingResponse, type LmClient } from '@lmux/core';
import { toResponse } from '@lmux/core/web';
import { rx, toSse } from '@lmux/rx';
import { Body, Controller, Inject, type MessageEvent, Post, Query, Res, Sse } from '@nestjs/common';
import type { Observable } from 'rxjs';

@Controller()
export class ChatController {
  constructor(@Inject(LM_CLIENT) private readonly client: LmClient) {}

  @Sse('ask')
  ask(@Query('q') question: string): Observable<MessageEvent> {
    return rx(this.client).chat(question).pipe(toSse());
  }

  @Post('chat')
  chat(@Body() request: ChatRequest, @Res({ passthrough: true }) response: ServerResponse): Promise<Response> {
    const stop = new AbortController();
    response.once('close', () => stop.abort());
    return toResponse(this.client.chatStream(request, { signal: stop.signal }));
  }

  @Post('embed')
  embed(@Body() request: EmbeddingRequest): Promise<EmbeddingResponse> {
    return this.client.embed(request);
  }
}
