/**
 * Patterns of the sentences by which servers say that a model does not support something. They list what may precede and follow, because a sentence
 * that continues in another way is about one form, value or use, such as "does not support images exceeding 20 MB". The functions let bundlers drop
 * the patterns of a program that does not use them.
 */

/** The words of messages about one feature. Each is a pattern. They are plain strings, because bundlers cannot drop an unused `String.raw`. */
export interface Words {
  /** Names that sentences have for the feature. */
  readonly names?: readonly string[];
  /**
   * Fields of the request that a model does not accept.
   *
   * - OpenAI, Groq: "Unsupported parameter: 'tools' is not supported with this model."
   * - xAI: "Argument not supported on this model: presencePenalty", "Model grok-build does not support parameter reasoningEffort." (docs.x.ai)
   * - LiteLLM: "does not support parameters: ['tools', 'tool_choice'], for model=acme/x" (litellm/exceptions.py)
   */
  readonly fields?: readonly string[];
  /** Names of something that a message says to be not supported by the model, which does not occur as an object of "does not support". */
  readonly refused?: readonly string[];
  /** Other wordings. */
  readonly others?: readonly string[];
}

/** Returns the pattern of the end of a sentence about the entire feature. */
function endOfSentence(): string {
  const ends = [
    String.raw`\s*$`,
    String.raw`\s*[\r\n]`,
    String.raw`[.!](?:\s|$)`,
    // Ollama's cloud: ollama/ollama issue 17301.
    String.raw` \(ref: [\w-]{1,80}\)`,
    // Ollama lists what is missing, one a line: server/images.go.
    String.raw`(?: (?:tools|thinking|vision|insert|completion|embedding|image|audio)){1,4}\.?\s*$`,
    ', (?:please )?(?:use|try|choose|select|switch to) an?(?:other)? ',
  ];
  // With other settings of the server, the account or the request, the feature may work.
  const otherwise = String.raw`--[a-z]|\b(?:unless|streaming|upgrade|subscription|quota|api[- ]version)\b`;
  return `(?=${ends.join('|')})(?!.{0,400}(?:${otherwise}))`;
}

/** Returns the pattern of the text before a sentence: words of the server, with whole quotations only, and not about text of a model. */
function beforeSentence(): string {
  const generated =
    'raw\\b|pars(?:e|ed|er|ing)\\b|generat(?:ed|ion)|outputs?\\b|said\\b|assistant\\b|model (?:returned|wrote|replied|responded|produced)';
  const plain = `(?!\\b(?:${generated}))[^"'\`“„«]`;
  const apostrophe = String.raw`(?<=\w)'`;
  const quoted = String.raw`"[^"]*"|${'`[^`]*`'}|(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)`;
  return `(?:${plain}|${apostrophe}|${quoted})*?`;
}

/** Returns the pieces of sentences. */
function pieces() {
  const name = String.raw`(?=[\w./:@+-]{0,200}?(?:\d|[./:@+-]\w))\w[\w./:@+-]{0,200}`;
  const quotedName = '(?:"[^\\s"]{1,200}"|\'[^\\s\']{1,200}\'|`[^\\s`]{1,200}`|\\([^\\s()]{1,200}\\))';
  const adjective =
    '(?:the|this|that|your|current|selected|requested|provided|chosen|configured|specified|given|loaded|target|underlying|language|chat|base|embedding|vision|text|reasoning)';
  const named = `(?:[ :]{1,2}(?:${quotedName}|${name}))?`;
  return {
    start: String.raw`(?<=^|(?:[:.!?;]|(?<!\[prompt)\]|\s-|,\sbut)\s{1,3}|[\r\n]\s{0,9})`,
    // The group is a name without anything that tells that it is one of a model.
    subject: `(?:(?:${adjective} ){0,4}models?${named}|(?:(?:the |this )?model )?["'\`]?(\\w[\\w./:@+-]{0,200})["'\`]?)`,
    pronoun: String.raw`it(?<=\bmodel\b[^.:;]{0,80}[.;,] (?:but )?it)`,
    model: `(?:(?:this|the|your)(?: \\w{1,20})? model${named}|models?[/ ](?:${quotedName}|(?<=/)[\\w./:@+-]{1,200}|${name}))`,
    lacks: String.raw`(?:do|does)(?: not|n['’]t) (?:currently )?support (?:the )?(?:use of )?`,
    end: endOfSentence(),
  };
}

/** Returns the pattern of one of several names, which may be in quotes. */
function any(names: readonly string[]): string {
  return `["'\`]?(?:${names.join('|')})["'\`]?`;
}

/** Returns the pattern of the sentences about one feature. Its only group is the subject, unless it is certainly a model. */
export function sentencesAbout({ names = [], fields = [], refused = [], others = [] }: Words): string {
  const { start, subject, pronoun, model, lacks, end } = pieces();
  const wordings = [...others];
  const objects = [...names, ...fields.map((field) => `parameter ["'\`]?${field}`)];
  if (objects.length > 0) {
    wordings.push(`(?:${start}(?:${pronoun}|${subject}) |^)${lacks}${any(objects)}${end}`);
  }
  const passive = [...names, ...fields, ...refused];
  if (passive.length > 0) {
    const kind = '(?:(?:the )?(?:parameter|argument|field|use of) )?';
    const denied = '(?:is|are) not (?:currently )?(?:supported|enabled|available) (?:with|by|for|in|on)';
    wordings.push(`${start}${kind}${any(passive)} ${denied} ${model}${end}`);
  }
  if (fields.length > 0) {
    const listed = String.raw`\[[^\]]{0,200}["'](?:${fields.join('|')})["'][^\]]{0,200}\]`;
    wordings.push(
      `argument not supported on this model: ${any(fields)}${end}`,
      `does not support parameters: ${listed}, for model=`,
    );
  }
  return wordings.join('|');
}

/** Returns a pattern of messages with one of several sentences. The first group is what precedes it. */
export function withSentence(...sentences: readonly string[]): RegExp {
  return new RegExp(`^(${beforeSentence()})(?:${sentences.join('|')})`, 'is');
}

/** Returns the pattern of the end of a sentence, for wordings that could continue. */
export function untilEnd(wording: string): string {
  return wording + endOfSentence();
}

/** Returns the pattern of the sentences that refuse a type of `response_format`, by servers that accept only text and another type. */
export function refusedFormat(type: string, other: string): string {
  const quote = '["\'`]?';
  const field = `${quote}response_format(?:\\.type)?${quote}`;
  const word = (name: string): string => `${quote}${name}${quote}`;
  return [
    `${field} must be (?:${word(other)} or ${word('text')}|${word('text')} or ${word(other)})`,
    `(?:unsupported|unknown) ${field}(?: type)?:? ${word(type)}`,
    `(?:${field}(?: type)? )?${word(type)} is not supported`,
  ]
    .map(untilEnd)
    .join('|');
}
