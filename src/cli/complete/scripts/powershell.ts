/** Works with Windows PowerShell 5.1 and PowerShell 7. Where nothing is returned, PowerShell completes files itself. */
export const POWERSHELL_SCRIPT = `# Completion of authctl for PowerShell; written by: authctl completion powershell
Register-ArgumentCompleter -Native -CommandName authctl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $length = $cursorPosition - $commandAst.Extent.StartOffset
    $line = $commandAst.Extent.Text.PadRight($length).Substring(0, $length)
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $env:AUTHCTL_COMPLETE_LINE = $line
        $answer = @(authctl __complete powershell 2>$null)
    } finally {
        [Console]::OutputEncoding = $encoding
        Remove-Item Env:AUTHCTL_COMPLETE_LINE
    }
    if ($answer.Count -eq 0) { return }
    $first = $answer[0] -split [char]9
    if ($first[0] -eq 'path') {
        if ($first[1] -eq '') { return }
        Get-ChildItem -Path ($first[2] + '*') | ForEach-Object {
            $folder = Split-Path -Path $first[2]
            $name = if ($folder) { Join-Path $folder $_.Name } else { $_.Name }
            $text = $first[1] + $name
            $quoted = "'" + $text.Replace("'", "''") + "'"
            [System.Management.Automation.CompletionResult]::new($quoted, $text, 'ParameterValue', $text)
        }
        return
    }
    $answer | Select-Object -Skip 1 | ForEach-Object {
        $field = $_ -split [char]9
        [System.Management.Automation.CompletionResult]::new($field[0], $field[1], 'ParameterValue', $field[2])
    }
}
`;
