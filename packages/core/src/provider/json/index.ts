// For authors of providers: JSON that came from a server, and requests for it.
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
