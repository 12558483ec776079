#ifndef ROHRPOST_CTOML_H
#define ROHRPOST_CTOML_H
#endif
