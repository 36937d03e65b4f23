// For authors of providers: requests for JSON, ids in their URLs, functions that read JSON values from a server, the JSON of earlier tool
// calls, and the schemas of tools.
export { encodeId } from '../encode-id.js';
export { requestObject, type ExpectedObject, type ObjectResponse } from '../request-object.js';
export {
  isObject,
  readArray,
  readBoolean,
  readCount,
  readNumber,
  readObject,
  readObjects,
  readPositive,
  readString,
  readText,
} from '../../json/read-json.js';
export { normalizeToolCall, type NormalizedToolCall } from '../normalize-tool-call.js';
export { describeJson } from '../../json/describe-json.js';
export { jsonText } from '../../json/json-text.js';
export { toolSchemaName, toolSchemaOf } from '../../capability/tool-schema-of.js';
export { optionalResult } from '../optional-result.js';
