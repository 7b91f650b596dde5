namespace Dialer.Store.Tables;

/// <summary>What a request was answered, to be answered the same again.</summary>
/// <param name="Fingerprint">Of the request: another one must not come by the same key.</param>
/// <param name="Status">HTTP status; null: the request is being carried out, or was cut off.</param>
/// <param name="Headers">Those that matter, one "Name: value" a line.</param>
public sealed record KeptAnswer(string Fingerprint, int? Status, string? ContentType, string? Headers, string? Body);
