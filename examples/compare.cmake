# Runs a program and compares what it prints with a file:
#   cmake -DPROGRAM=... -DARGUMENTS="A;B" -DEXPECTED=... -P compare.cmake
execute_process(COMMAND ${PROGRAM} ${ARGUMENTS}
                OUTPUT_VARIABLE found ERROR_VARIABLE complaint RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "exit status ${status}\n${complaint}")
endif()
file(READ ${EXPECTED} expected)
if(NOT found STREQUAL expected)
    message(FATAL_ERROR "printed:\n${found}\nexpected, ${EXPECTED}:\n${expected}")
endif()
