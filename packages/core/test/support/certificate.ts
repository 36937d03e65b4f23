// A self-signed certificate for 127.0.0.1 and localhost, valid for 100 years. No authority trusts it.
// openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj "/CN=lmux test"
//   -addext "subjectAltName=IP:127.0.0.1,DNS:localhost" -keyout key.pem -out cert.pem

export const CERT = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUe1WKpga0uauAGMR6i2zoXD6AoDIwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG11eCB0ZXN0MCAXDTI2MTEyMzA4NDkxOVoYDzIxMjYxMDMw
MDg0OTE5WjAUMRIwEAYDVQQDDAlsbXV4IHRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASmkIEqR/H568m3nb/ZtuYS14HV5CdYW4DqFAYiV4OZgM54+qQ3pYq1
eCycYmQECv46ZGklYAhpqdk7Ht3TO7Q+o28wbTAdBgNVHQ4EFgQUROzdljtACd2T
wlG4MwWj1j5VJQwwHwYDVR0jBBgwFoAUROzdljtACd2TwlG4MwWj1j5VJQwwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSAAwRQIgSu2kQ/i1+Rll0ix9gitiXkGdwkCFscEec9XuhC4AFHQCIQCr
RYqy6ddv3f8bLY5gQGSStIIG0nonYULmb4pOC5Sk9A==
-----END CERTIFICATE-----
`;

export const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgM2msMF3yQoC7+ACb
5tkMDcMJIx5bjPFD+6Q5EysWjV6hRANCAASmkIEqR/H568m3nb/ZtuYS14HV5CdY
W4DqFAYiV4OZgM54+qQ3pYq1eCycYmQECv46ZGklYAhpqdk7Ht3TO7Q+
-----END PRIVATE KEY-----
`;
