# Runs a program and compares what it prints with a file:
#   cmake -DPROGRAM=... -DARGUMENTS="A;B" -DEXPECTED=... -P compare.cmake
# The file EXAMPLE_INPUT of the environment is its standard input, EXAMPLE_STATUS what it ends with.
set(input)
if(DEFINED ENV{EXAMPLE_INPUT})
    set(input INPUT_FILE $ENV{EXAMPLE_INPUT})
endif()
set(wanted 0)
if(DEFINED ENV{EXAMPLE_STATUS})
    set(wanted $ENV{EXAMPLE_STATUS})
endif()
execute_process(COMMAND ${PROGRAM} ${ARGUMENTS} ${input}
                OUTPUT_VARIABLE found ERROR_VARIABLE complaint RESULT_VARIABLE status)
if(NOT status EQUAL wanted)
    message(FATAL_ERROR "exit status ${status}\n${complaint}")
endif()
file(READ ${EXPECTED} expected)
if(NOT found STREQUAL expected)
    message(FATAL_ERROR "printed:\n${found}\nexpected, ${EXPECTED}:\n${expected}")
endif()
