/* The least that a dynamically linked program does: what starting `relcal phase` is held against.
 */
#include <stdio.h>

int main(void)
{
    puts("bugfix");
    return 0;
}
