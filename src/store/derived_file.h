// The port of what can be made again (app/kept_indexes.h), as a file in a folder of its own.
#pragma once

#include <filesystem>
#include <memory>

#include "app/kept_indexes.h"

namespace licet::store {

/// The folder is made, for its owner alone, when the first piece is kept. Nothing else belongs into it.
std::unique_ptr<app::DerivedFile> derived_file(std::filesystem::path folder);

}  // namespace licet::store
