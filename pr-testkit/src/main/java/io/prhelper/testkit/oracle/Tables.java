// SPDX-License-Identifier: Apache-2.0
package io.prhelper.testkit.oracle;

/**
 * The rules, as the standards print them. Words between commas are the constants of {@link Operation} and {@link OperationGroup}, {@link
 * Condition}, {@link Effect} and {@link Audience}, in lower case and with spaces; {@code not} negates a condition.
 */
final class Tables {
    /**
     * Checks in their order: the first whose conditions all hold ends the command, and nothing changes but what is said.
     *
     * <p>Columns: source; operations; conditions; result.
     */
    static final String CHECKS = """
        SAM-5, 5.14       | guarded                       | attention pending                     | attention
        SPC-5, 5.14.5.4   | guarded but replace lost      | information lost                      | 07/44/01
        SPC-2, 5.5.1      | reserve out, reserve in       | unit reserved                         | conflict
        SPC-2, 5.5.1      | test unit ready, read, write  | unit reserved by another              | conflict
        SPC-2, 7.21       | unit reserve                  | unit reserved by another              | conflict
        SPC-5, 6.16.1     | unknown in                    | always                                | 05/24/00
        SPC-5, 6.17.2     | unknown out                   | always                                | 05/24/00
        SPC-5, 6.17.1     | reserve out                   | list below 24                         | 05/1A/00
        SPC-5, 6.17.4     | register and move             | not list length right                 | 05/1A/00
        SPC-5, 6.17.3     | basic                         | spec i pt                             | 05/26/00
        SPC-5, 6.17.3     | register, register and ignore | spec i pt, list below 28              | 05/1A/00
        SPC-5, 6.17.3     | register, register and ignore | spec i pt, not list length right      | 05/26/00
        SPC-5, 6.17.1     | register, register and ignore | not list length right                 | 05/1A/00
        SPC-5, 6.17.1     | basic                         | not list length right                 | 05/1A/00
        SPC-5, 6.17.2     | registrants                   | not registered                        | conflict
        SPC-5, 6.17.3     | registrants                   | not key right                         | conflict
        SPC-5, 5.14.11.7  | replace lost                  | not key zero                          | conflict
        SPC-5, 5.14.7     | register                      | a port unregistered, not key zero     | conflict
        SPC-5, 5.14.7     | register                      | a port with another key               | conflict
        SPC-5, 5.14.7     | register, register and ignore | spec i pt, registered                 | 05/26/00
        SPC-5, 6.16.3.3   | scoped                        | not scope unit                        | 05/24/00
        SPC-5, 6.16.3.4   | typed                         | not type known                        | 05/24/00
        """;

    /**
     * What each operation does when no check ended it. The conditions of exactly one row hold.
     *
     * <p>Columns: source; operations; conditions; result; effects in their order; PRGENERATION; unit attentions.
     */
    static final String ACTIONS = """
        5.14.7    | registering | sark zero, no port registered                                       | good     | | |
        5.14.7    | registering | sark zero, not no port registered, not ends reservation             | good     | unregister ports, follow aptpl | +1 |
        5.14.11.3 | registering | sark zero, ends reservation, registrants only                       | good     | unregister ports, release, follow aptpl | +1 | 2A/04 to others left
        5.14.11.3 | registering | sark zero, ends reservation, not registrants only                   | good     | unregister ports, release, follow aptpl | +1 |
        5.14.7    | registering | not sark zero, not spec i pt                                        | good     | register ports, follow aptpl | +1 |
        5.14.7    | registering | not sark zero, spec i pt, all listed known                          | good     | register listed, register ports, follow aptpl | +1 |
        5.14.7    | registering | not sark zero, spec i pt, not all listed known                      | 05/26/00 | | |
        5.14.9    | reserve     | not reserved                                                        | good     | hold | |
        5.14.9    | reserve     | holder, same type                                                   | good     | | |
        5.14.9    | reserve     | holder, not same type                                               | conflict | | |
        5.14.9    | reserve     | reserved, not holder                                                | conflict | | |
        5.14.11.2 | release     | not reserved                                                        | good     | | |
        5.14.11.2 | release     | reserved, not holder                                                | good     | | |
        5.14.11.2 | release     | holder, not same type                                               | 05/26/04 | | |
        5.14.11.2 | release     | holder, same type, registrants only                                 | good     | release | | 2A/04 to others left
        5.14.11.2 | release     | holder, same type, all registrants                                  | good     | release | | 2A/04 to others left
        5.14.11.2 | release     | holder, same type, not registrants only, not all registrants        | good     | release | |
        5.14.11.6 | clear       | always                                                              | good     | release, unregister all | +1 | 2A/03 to removed others
        5.14.11.4 | preempting  | sark zero, all registrants                                          | good     | release, unregister others, hold | +1 | 2A/05 to removed others
        5.14.11.4 | preempting  | sark zero, not all registrants                                      | 05/26/00 | | |
        5.14.11.4 | preempting  | not sark zero, sark unmatched                                       | conflict | | |
        5.14.11.4 | preempting  | not sark zero, not sark unmatched, not sark of holder, not all registrants | good | unregister victims | +1 | 2A/05 to removed others
        5.14.11.4 | preempting  | not sark zero, not sark unmatched, all registrants, not sark of all | good     | unregister victims | +1 | 2A/05 to removed others
        5.14.11.3 | preempting  | not sark zero, not sark unmatched, all registrants, sark of all     | good     | unregister victims, release | +1 | 2A/05 to removed others
        5.14.11.4 | preempting  | not sark zero, sark of holder, same type                            | good     | release, unregister other victims, hold | +1 | 2A/05 to removed others
        5.14.11.4 | preempting  | not sark zero, sark of holder, not same type                        | good     | release, unregister other victims, hold | +1 | 2A/05 to removed others, 2A/04 to others left
        5.14.8    | register and move | not reserved                                                  | 05/24/00 | | |
        5.14.8    | register and move | all registrants                                               | conflict | | |
        5.14.8    | register and move | reserved, not all registrants, not holder                     | conflict | | |
        5.14.8    | register and move | holder, not all registrants, sark zero                        | 05/26/00 | | |
        5.14.8    | register and move | holder, not all registrants, not sark zero, not destination right | 05/26/00 | | |
        5.14.8    | register and move | holder, not all registrants, not sark zero, destination right, not unreg | good | register destination, move to destination, follow aptpl | +1 |
        5.14.8    | register and move | holder, not all registrants, not sark zero, destination right, unreg | good  | register destination, move to destination, unregister sender, follow aptpl | +1 |
        5.14.11.7 | replace lost | not information lost                                               | 05/24/00 | | |
        5.14.11.7 | replace lost | information lost, sark zero                                        | 05/26/00 | | |
        5.14.11.7 | replace lost | information lost, not sark zero                                    | good     | unregister all, register sender, hold, recover | +1 |
        6.16      | reserve in   | always                                                             | good     | | |
        5.14.1    | read         | read allowed                                                       | good     | | |
        5.14.1    | read         | not read allowed                                                   | conflict | | |
        5.14.1    | write        | write allowed                                                      | good     | | |
        5.14.1    | write        | not write allowed                                                  | conflict | | |
        5.14.1    | free, test unit ready | always                                                    | good     | | |
        5.14.3    | unit reserve | nobody registered                                                  | good     | reserve unit | |
        5.14.3    | unit reserve, unit release | not nobody registered, unit commands exempt          | good     | | |
        SPC-2     | unit reserve, unit release | not nobody registered, not unit commands exempt      | conflict | | |
        SPC-2     | unit release | nobody registered, unit reserved by another                        | good     | | |
        SPC-2     | unit release | nobody registered, not unit reserved by another                    | good     | release unit | |
        5.14.5    | lose power   | persistent                                                         | good     | release unit, zero generation, reset attentions | |
        5.14.5    | lose power   | not persistent                                                     | good     | release, unregister all, release unit, zero generation, reset attentions | |
        SAM-5     | reset        | always                                                             | good     | release unit, reset attentions | |
        5.14.5.4  | lose information | always                                                         | good     | release, unregister all, lose information | |
        """;

    /**
     * Access to the medium of a nexus that does not hold the reservation alone (SPC-5, 5.14.1; the tables of libiscsi's test tool agree).
     *
     * <p>Columns: type; registered reads, registered writes, unregistered reads, unregistered writes.
     */
    static final String ACCESS = """
        1 | yes | no  | yes | no
        3 | no  | no  | no  | no
        5 | yes | yes | yes | no
        6 | yes | yes | no  | no
        7 | yes | yes | yes | no
        8 | yes | yes | no  | no
        """;

    private Tables() {}
}
