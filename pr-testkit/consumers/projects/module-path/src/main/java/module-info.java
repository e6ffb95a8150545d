// SPDX-License-Identifier: Apache-2.0
module user {
    requires io.prhelper.ffm;
}
