/** Answer of `GET /lmstudio-greeting`, by which LM Studio's own command finds its server. */
export interface Greeting {
  lmstudio: boolean;
}
