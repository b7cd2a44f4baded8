# The portal of LemonLDAP::NG with its demonstration accounts, for test/interop/lemonldap.ts. LLNG_FOLDER names the folder
# of its configuration.
use strict;
use warnings;
use Lemonldap::NG::Portal::Main;
use Lemonldap::NG::Portal::UserDB::Demo;

# Drawing a captcha takes libraries that nothing else here needs.
package Lemonldap::NG::Portal::WithoutCaptcha;
use Mouse;
extends 'Lemonldap::NG::Portal::Main::Plugin';
sub init { return 1 }
$INC{'Lemonldap/NG/Portal/WithoutCaptcha.pm'} = 1;

package main;

%Lemonldap::NG::Portal::UserDB::Demo::demoAccounts =
  map { $_ => { uid => $_, cn => ucfirst $_, mail => "$_\@example.com" } } qw(agus william sari);

Lemonldap::NG::Portal::Main->run(
    {
        configStorage       => { type => 'File', dirName => $ENV{LLNG_FOLDER} },
        localSessionStorage => '',
        captcha             => '::WithoutCaptcha',
        languages           => 'en',
        logLevel            => 'error',
        staticPrefix        => '/static',
        templateDir         => '/usr/share/lemonldap-ng/portal/templates',
    }
);
