// For authors of providers: requests for JSON, and functions that read JSON values from a server.
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
export { describeJson } from '../../json/describe-json.js';
