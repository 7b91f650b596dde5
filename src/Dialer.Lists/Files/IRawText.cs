namespace Dialer.Lists.Files;

/// <summary>Knows the record just read as it stands in the file: few records are ever asked for it.</summary>
internal interface IRawText
{
    string Raw { get; }
}
