/** Works with fish 3.1 and later. */
export const FISH_SCRIPT = String.raw`# Completion of authctl for fish; written by: authctl completion fish
function __authctl_complete
    set -lx AUTHCTL_COMPLETE_LINE (commandline -cp | string collect)
    set -l answer (command authctl __complete fish 2>/dev/null </dev/null)
    set -l fields (string split \t -- $answer[1])
    if test "$fields[1]" = path
        for found in (__fish_complete_path "$fields[3]")
            printf '%s%s\n' "$fields[2]" $found
        end
    else
        printf '%s\n' $answer[2..-1]
    end
end
complete -c authctl -f -k -a '(__authctl_complete)'
`;
