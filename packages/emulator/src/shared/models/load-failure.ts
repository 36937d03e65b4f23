/** A model that could not be loaded; each side of the API reports it in its own form. */
export class LoadFailure extends Error {
  override readonly name = 'LoadFailure';
}
