# licet_embed(TARGET FOLDER): the .txt files of a folder as texts in the program, by name (src/screening/embedded.h).
function(licet_embed target folder)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.txt)
  set(entries "")
  foreach(file ${files})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} text)
    string(APPEND entries "    {\"${name}\", R\"TABLE(${text})TABLE\"},\n")
  endforeach()
  set(LICET_EMBEDDED "${entries}")
  set(out ${CMAKE_BINARY_DIR}/generated/${target}_embedded.cpp)
  configure_file(${CMAKE_SOURCE_DIR}/cmake/embedded.cpp.in ${out} @ONLY)
  target_sources(${target} PRIVATE ${out})
endfunction()

# licet_source_digest(TARGET FOLDER): the SHA-256 of a layer's own source in the program (src/screening/embedded.h), so
# that what one version of it made and kept is not taken for the work of another.
function(licet_source_digest target folder)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp ${CMAKE_SOURCE_DIR}/${folder}/*.h)
  list(FILTER sources EXCLUDE REGEX "_test\\.(cpp|h)$")
  set(script ${CMAKE_SOURCE_DIR}/cmake/source_digest.cmake)
  set(out ${CMAKE_BINARY_DIR}/generated/${target}_source.cpp)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DFOLDER=${CMAKE_SOURCE_DIR}/${folder} -P ${script}
    DEPENDS ${sources} ${script} VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
