using AccessReview.Connectors.Packed;
using AccessReview.Core.Matching;

namespace AccessReview.Core.Findings;

/// <summary>An account as evaluated, in a packed list.</summary>
internal readonly struct PackedAssessedAccount : IPacked<AssessedAccount>
{
    public static void Write(PackWriter to, AssessedAccount value)
    {
        to.Number(value.Id);
        to.Number(value.AssessmentId);
        to.Number(value.AccountId);
        to.Number(value.AccountRecordId);
        to.Number((long)value.Match);
        to.Number(value.PersonId);
        to.Number(value.PersonRecordId);
        to.Number(value.DeclarationId);
        to.Number((long)value.Findings);
        to.Word(value.Facts);
        to.Number((long)value.Recommendation);
        to.Number((long)value.Rank);
        to.Bytes(value.Fingerprint);
    }

    public static AssessedAccount Read(ref PackReader from) => new()
    {
        Id = from.Number(), AssessmentId = from.Number(), AccountId = from.Number(), AccountRecordId = from.Number(), Match = (MatchKind)from.Number(),
        PersonId = from.NumberOrNone(), PersonRecordId = from.NumberOrNone(), DeclarationId = from.NumberOrNone(), Findings = (Finding)from.Number(), Facts = from.WordOrNone()!,
        Recommendation = (Recommendation)from.Number(), Rank = (AttentionRank)from.Number(), Fingerprint = from.Bytes(),
    };
}

/// <summary>An assignment as evaluated, in a packed list.</summary>
internal readonly struct PackedAssessedAssignment : IPacked<AssessedAssignment>
{
    public static void Write(PackWriter to, AssessedAssignment value)
    {
        to.Number(value.Id);
        to.Number(value.AssessmentId);
        to.Number(value.AssessedAccountId);
        to.Number(value.AssignmentRecordId);
        to.Number((long)value.Findings);
        to.Number((long)value.Recommendation);
    }

    public static AssessedAssignment Read(ref PackReader from) => new()
    {
        Id = from.Number(), AssessmentId = from.Number(), AssessedAccountId = from.Number(), AssignmentRecordId = from.Number(),
        Findings = (Finding)from.Number(), Recommendation = (Recommendation)from.Number(),
    };
}
