import axios from 'axios';
import { fetchRequest, openTransport, unlimited } from '../../support/transports.js';

it("an interceptor's error whose code cannot be read is a network error, and send does not reject", async () => {
  const error = Object.defineProperty(new Error('own'), 'code', {
    get: () => {
      throw new Error('no code for you');
    },
  });
  const instance = axios.create();
  instance.interceptors.request.use(() => {
    throw error;
  });
  const transport = openTransport('http://127.0.0.1:1', { axios: instance });
  await expect(transport.send(fetchRequest, unlimited)).resolves.toEqual({ kind: 'failed', reason: 'NETWORK_ERROR' });
});
