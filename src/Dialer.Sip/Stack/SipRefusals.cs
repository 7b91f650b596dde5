namespace Dialer.Sip.Stack;

internal static class SipRefusals
{
    public const int Count = (int)SipRefusal.HandlerFault + 1;

    /// <summary>The status and reason that a request gets; 0: dropped in silence, since it cannot be answered or is not worth it.</summary>
    public static (int Status, string Reason) Answer(SipRefusal refusal) => refusal switch
    {
        SipRefusal.None => (0, ""),
        SipRefusal.MessageTooLong => (513, "Message Too Large"),
        SipRefusal.NotSip => (0, ""),
        SipRefusal.Truncated => (400, "Truncated Message"),
        SipRefusal.BareLineEnd => (400, "Bare CR Or LF"),
        SipRefusal.BadStartLine => (400, "Bad Request Line"),
        SipRefusal.BadVersion => (505, "Version Not Supported"),
        SipRefusal.BadStatusCode => (0, ""),
        SipRefusal.TooManyHeaders => (400, "Too Many Header Fields"),
        SipRefusal.BadHeaderLine => (400, "Bad Header Field"),
        SipRefusal.DuplicateHeader => (400, "Repeated Header Field"),
        SipRefusal.MissingHeader => (400, "Missing Header Field"),
        SipRefusal.BadVia => (400, "Bad Via"),
        SipRefusal.BadRequestUri => (400, "Bad Request-URI"),
        SipRefusal.RequestUriTooLong => (414, "Request-URI Too Long"),
        SipRefusal.UnknownUriScheme => (416, "Unsupported URI Scheme"),
        SipRefusal.BadFrom => (400, "Bad From"),
        SipRefusal.BadTo => (400, "Bad To"),
        SipRefusal.BadCallId => (400, "Bad Call-ID"),
        SipRefusal.BadCSeq => (400, "Bad CSeq"),
        SipRefusal.CSeqMethodMismatch => (400, "CSeq Method Mismatch"),
        SipRefusal.BadMaxForwards => (400, "Bad Max-Forwards"),
        SipRefusal.BadContact => (400, "Bad Contact"),
        SipRefusal.BadRoute => (400, "Bad Route"),
        SipRefusal.BadContentLength => (400, "Bad Content-Length"),
        SipRefusal.ContentLengthTooLarge => (400, "Content-Length Beyond Message"),
        SipRefusal.ContentLengthMissing => (400, "Missing Content-Length"),
        SipRefusal.BadContentType => (400, "Bad Content-Type"),
        SipRefusal.ResponseWithSeveralVias => (0, ""),
        SipRefusal.ResponseNotOurs => (0, ""),
        SipRefusal.MethodNotImplemented => (501, "Not Implemented"),
        SipRefusal.MethodNotAllowed => (405, "Method Not Allowed"),
        SipRefusal.ExtensionNotSupported => (420, "Bad Extension"),
        SipRefusal.MediaTypeNotSupported => (415, "Unsupported Media Type"),
        SipRefusal.NotAcceptable => (406, "Not Acceptable"),
        SipRefusal.LoopOrMerged => (482, "Loop Detected"),
        SipRefusal.UnknownDialog => (481, "Call/Transaction Does Not Exist"),
        SipRefusal.StaleCSeq => (500, "CSeq Out Of Order"),
        SipRefusal.Stranger => (403, "Forbidden"),
        SipRefusal.SourceOverRate => (0, ""),
        SipRefusal.AtCapacity => (503, "Service Unavailable"),
        SipRefusal.TooManyStreams => (0, ""),
        SipRefusal.HandlerFault => (500, "Server Internal Error"),
    };
}
