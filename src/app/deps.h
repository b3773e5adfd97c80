// What commands work with: the ports, the clock, the source of randomness and the kept state of the firm, handed in by
// the program.
#pragma once

#include "app/access.h"
#include "app/firm_states.h"
#include "app/key_port.h"
#include "app/store_port.h"
#include "base/id.h"
#include "base/time.h"
#include "record/body.h"

namespace licet::app {

class BookIndex;

/// References only; the program owns them and outlives every command.
struct Deps {
  Store& store;
  KeyStore& keys;
  Clock& clock;
  Random& random;
  FirmStates& firm;
  BookIndex* book = nullptr;  ///< the names of the book in memory, where a program keeps them (book_index.h)
};

/// The actor of an entry for a principal.
record::Actor actor_of(const Principal& principal);
/// A builder with a fresh event id at the present moment.
record::BodyBuilder new_body(Deps& deps, const Principal& principal, std::string command);
/// Finishes the builder and appends it, if it holds anything.
Status append(Tx& tx, record::BodyBuilder&& builder);

}  // namespace licet::app
