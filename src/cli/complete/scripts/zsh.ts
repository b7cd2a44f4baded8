/** Works with zsh 5.0 and later, sourced or as a file `_authctl` in a folder of `$fpath`. */
export const ZSH_SCRIPT = String.raw`#compdef authctl
# Completion of authctl for zsh; written by: authctl completion zsh
_authctl() {
    local line before
    local -a answer fields finished unfinished
    line="\${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX"
    answer=("\${(@f)$(AUTHCTL_COMPLETE_LINE=$line command authctl __complete zsh 2>/dev/null </dev/null)}")
    if [[ $answer[1] == path$'\t'* ]]; then
        fields=("\${(@ps:\t:)answer[1]}")
        before=$fields[2]
        compset -p $#before
        _files
        return
    fi
    finished=(\${\${(M)answer[2,-1]:#done *}#done })
    unfinished=(\${\${(M)answer[2,-1]:#open *}#open })
    (( $#finished )) && _describe authctl finished
    (( $#unfinished )) && _describe authctl unfinished -S ''
}
if [[ $funcstack[1] == _authctl ]]; then
    _authctl "$@"
else
    compdef _authctl authctl
fi
`.replaceAll('\\$', '$');
