/** A module of its own, loaded only when credentials are asked for: a bundle gives a CommonJS package no named exports. */
export { fromNodeProviderChain } from "@aws-sdk/credential-providers";
