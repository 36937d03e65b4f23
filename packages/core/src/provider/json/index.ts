// For authors of providers: JSON that came from a server, and requests for it.
export { requestObject, type ExpectedObject, type ObjectResponse } from '../request-object.js';
export {
  isObject,
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readObjects,
  readString,
  readText,
} from '../../json/read-json.js';
