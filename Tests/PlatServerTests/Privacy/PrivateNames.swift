/// Names of private keys, in PascalCase: from RESO's dictionary, from exports of listing services,
/// and from additions of agents.
enum PrivateNames {
  static let all = text.split(separator: " ").map(String.init)

  private static let text = """
    PrivateRemarks PrivateRemarks2 PrivateOfficeRemarks AgentRemarks AgentOnlyRemarks \
    ConfidentialRemarks OfficeRemarks OfficeOnlyRemarks RealtorRemarks RealtorOnlyRemarks \
    BrokerRemarks BrokerOnlyRemarks MemberRemarks InternalNotes InternalRemarks FirmRemarks \
    AgentNotes AgentComments PrivateNotes ShowingInstructions ShowingRequirements \
    ShowingConsiderations ShowingAdvanceNotice ShowingAttendedYN ShowingContactName \
    ShowingContactPhone ShowingContactPhoneExt ShowingContactType ShowingDays ShowingStartTime \
    ShowingEndTime ShowingServiceName ShowingInformation ShowingPhone ShowingRemarks \
    AccessInstructions AccessRemarks LockBoxLocation LockBoxSerialNumber LockBoxType LockBoxCode \
    LockboxCombination KeyBoxCode KeySafe KeySafeCode KeyLocation KeyNumber SupraSerial \
    AccessCode GateCode GateAccessCode AlarmCode AlarmPassword SecurityCode EntryCode DoorCode \
    GarageKeyCode BuildingPasscode OwnerName OwnerPhone OwnerEmail OwnerAddress \
    OwnerMailingAddress CoOwnerName SellerName SellerPhone SellerEmail SellerFirstName BuyerName \
    BuyerPhone BuyerEmail TenantName TenantPhone TenantEmail OccupantName OccupantPhone \
    OccupantType LandlordName ContactName ContactPhone ContactEmail ContactInformation \
    AgentEmail AgentPhone AgentCell AgentMobile ListAgentEmail ListAgentDirectPhone \
    ListAgentPreferredPhone ListAgentCellPhone ListAgentMobile ListAgentHomePhone \
    ListAgentOfficePhone ListAgentFax ListAgentPager ListAgentVoiceMail CoListAgentEmail \
    CoListAgentDirectPhone BuyerAgentEmail BuyerAgentMobilePhone LA1Phone LA1Email LO1Phone \
    ListOfficeEmail ListOfficePhone ListOfficeFax ListMemberEmail HomePhone CellPhone \
    MobilePhone DirectPhone EmailAddress PrivateEmail BuyerAgencyCompensation \
    BuyerAgencyCompensationType SubAgencyCompensation TransactionBrokerCompensation \
    DualVariableCompensationYN CompensationComments BuyerAgentCommission CoopCommission \
    Commission CommissionPercent SellingOfficeCommission Bonus SellingBonus CoBrokeFee \
    ConcessionsComments ExpirationDate ListingExpirationDate ListAgreementExpirationDate \
    CancellationDate WithdrawnDate WithdrawalDate PurchaseContractDate ContingentDate \
    ReservePrice SellerMotivation DateOfBirth SocialSecurityNumber
    """
}
