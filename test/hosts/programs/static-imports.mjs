// Starts like an application with dependency injection, as the documentation recommends: with static imports, the metadata first.
import 'reflect-metadata';
import { createClient, LM_CLIENT, lmClient, LOGGER, registerLmux } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { container, inject, injectable } from 'tsyringe';
import { checkContainer, checkIsolation, checkRegistration } from './check-entry.mjs';

await checkContainer({ createClient, LM_CLIENT, fakeProvider, container, inject, injectable });
await checkRegistration({ registerLmux, lmClient, fakeProvider, container });
await checkIsolation({ createClient, LOGGER, fakeProvider, container });
console.log('checked static-imports.mjs');
