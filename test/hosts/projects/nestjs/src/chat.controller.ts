import { LM_CLIENT, type ChatRequest, type EmbeddingRequest, type LmClient } from '@lmux/core';
import { toErrorResponse, toResponse } from '@lmux/core/web';
import { rx, toSse } from '@lmux/rx';
import { Body, Controller, Inject, type MessageEvent, Post, Query, Sse } from '@nestjs/common';
import type { Observable } from 'rxjs';

@Controller()
export class ChatController {
  constructor(@Inject(LM_CLIENT) private readonly client: LmClient) {}

  @Sse('ask')
  ask(@Query('q') content: string): Observable<MessageEvent> {
    return rx(this.client)
      .chat({ messages: [{ role: 'user', content }] })
      .pipe(toSse());
  }

  @Post('chat')
  chat(@Body() request: ChatRequest): Promise<Response> {
    return toResponse(this.client.chatStream(request));
  }

  @Post('embed')
  async embed(@Body() request: EmbeddingRequest): Promise<Response> {
    try {
      return Response.json(await this.client.embed(request));
    } catch (error) {
      return toErrorResponse(error);
    }
  }
}
