import { Module } from '@nestjs/common';
import { ChatController } from './chat.controller';
import { LmuxModule } from './lmux.module';

@Module({ imports: [LmuxModule], controllers: [ChatController] })
export class AppModule {}
