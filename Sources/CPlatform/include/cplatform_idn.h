#ifndef ROHRPOST_CPLATFORM_IDN_H
#define ROHRPOST_CPLATFORM_IDN_H

// The ASCII form of a host name by IDNA2008 with the mapping of UTS #46, non-transitional: `bücher.example` becomes
// `xn--bcher-kva.example`. NULL where the name has none. Free it with rp_idn_free. `name` is UTF-8.
char *rp_idn_to_ascii(const char *name);

void rp_idn_free(char *name);

#endif
