namespace Dialer.Sip.Stack;

internal interface IClientTransactionUser
{
    /// <summary>A response that the transaction lets through: each provisional, the first final one, and each 2xx to an INVITE.</summary>
    void OnResponse(ClientTransaction transaction, SipMessage response);

    void OnFailure(ClientTransaction transaction, TransactionFailure failure);
}
