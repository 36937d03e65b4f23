import type OpenAI from 'openai';
import { expectTypeOf } from 'vitest';
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionRequest,
  EmbeddingsRequest,
  EmbeddingsResponse,
  Model,
  TextCompletion,
  TextCompletionRequest,
} from '@lmux/provider-openai';

/** The declared fields of a type, without the index signature that allows extensions of other servers. */
type Known<T> = { [Key in keyof T as string extends Key ? never : Key]: T[Key] };

// Our request types accept what OpenAI accepts. Excluded are the fields of other servers and `reasoning_effort`, which is any string here
// because servers have values of their own.
type ChatFields = Omit<Known<ChatCompletionRequest>, 'top_k' | 'min_p' | 'repeat_penalty' | 'ttl' | 'reasoning_effort'>;
expectTypeOf<ChatFields>().toExtend<OpenAI.ChatCompletionCreateParamsNonStreaming>();
expectTypeOf<ChatFields & { stream: true }>().toExtend<OpenAI.ChatCompletionCreateParamsStreaming>();
expectTypeOf<keyof ChatFields>().toExtend<keyof OpenAI.ChatCompletionCreateParams>();
expectTypeOf<OpenAI.ReasoningEffort>().toExtend<NonNullable<ChatCompletionRequest['reasoning_effort']> | null>();

type CompletionFields = Omit<Known<TextCompletionRequest>, 'top_k' | 'min_p' | 'repeat_penalty' | 'ttl'>;
expectTypeOf<CompletionFields>().toExtend<OpenAI.CompletionCreateParamsNonStreaming>();
expectTypeOf<keyof CompletionFields>().toExtend<keyof OpenAI.CompletionCreateParams>();

type EmbeddingFields = Omit<Known<EmbeddingsRequest>, 'ttl'>;
expectTypeOf<EmbeddingFields>().toExtend<OpenAI.EmbeddingCreateParams>();
expectTypeOf<keyof EmbeddingFields>().toExtend<keyof OpenAI.EmbeddingCreateParams>();

// OpenAI's responses match our response types. The message is compared without tool calls: OpenAI's may be custom ones, which our request
// types cannot request.
type TheirChoice = OpenAI.ChatCompletion['choices'][number];
type TheirMessage = Omit<TheirChoice['message'], 'tool_calls'>;
type OurChoice = ChatCompletion['choices'][number];
expectTypeOf<Omit<OpenAI.ChatCompletion, 'choices'>>().toExtend<Omit<Known<ChatCompletion>, 'choices'>>();
expectTypeOf<Omit<TheirChoice, 'message'>>().toExtend<Omit<OurChoice, 'message'>>();
expectTypeOf<TheirMessage>().toExtend<Omit<OurChoice['message'], 'tool_calls'>>();
expectTypeOf<OpenAI.ChatCompletionMessageFunctionToolCall>().toExtend<
  NonNullable<OurChoice['message']['tool_calls']>[number]
>();

type TheirPiece = OpenAI.ChatCompletionChunk['choices'][number];
type TheirCall = OpenAI.ChatCompletionChunk.Choice.Delta.ToolCall;
type OurPiece = ChatCompletionChunk['choices'][number];
type OurCall = NonNullable<OurPiece['delta']['tool_calls']>[number];
expectTypeOf<Omit<OpenAI.ChatCompletionChunk, 'choices'>>().toExtend<Omit<Known<ChatCompletionChunk>, 'choices'>>();
expectTypeOf<Omit<TheirPiece, 'delta'>>().toExtend<Omit<OurPiece, 'delta'>>();
expectTypeOf<Omit<TheirPiece['delta'], 'tool_calls'>>().toExtend<Omit<OurPiece['delta'], 'tool_calls'>>();
expectTypeOf<Omit<TheirCall, 'type'>>().toExtend<Omit<OurCall, 'type'>>();

expectTypeOf<OpenAI.Completion>().toExtend<Known<TextCompletion>>();
expectTypeOf<OpenAI.CreateEmbeddingResponse>().toExtend<Known<EmbeddingsResponse>>();
expectTypeOf<OpenAI.Model>().toExtend<Known<Model>>();
