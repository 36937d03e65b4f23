export type { Tool, ToolRunContext, ToolSource } from './tool.js';
