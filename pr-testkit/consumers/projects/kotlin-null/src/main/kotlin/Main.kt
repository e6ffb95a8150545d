// SPDX-License-Identifier: Apache-2.0
import io.prhelper.core.pr.ReservationKey

fun main() {
    println(ReservationKey.parse(null))
}
