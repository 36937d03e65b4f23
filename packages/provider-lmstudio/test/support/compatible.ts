export const CHAT = 'POST /api/v1/chat';
