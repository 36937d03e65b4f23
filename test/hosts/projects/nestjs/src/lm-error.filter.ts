import type { ServerResponse } from 'node:http';
import { LmError } from '@lmux/core';
import { toErrorBody, toErrorResponse } from '@lmux/core/web';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';

@Catch(LmError)
export class LmErrorFilter implements ExceptionFilter<LmError> {
  catch(error: LmError, host: ArgumentsHost): void {
    const { status, headers } = toErrorResponse(error);
    const response = host.switchToHttp().getResponse<ServerResponse>();
    response.setHeaders(headers).writeHead(status);
    response.end(JSON.stringify(toErrorBody(error)));
  }
}
